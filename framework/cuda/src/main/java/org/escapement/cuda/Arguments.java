package org.escapement.cuda;

import java.util.Arrays;

/** A kernel's arguments from several parts, in the order of its parameters. */
final class Arguments {
  private Arguments() {}

  static long[] of(long[]... parts) {
    int count = 0;
    for (long[] part : parts) {
      count += part.length;
    }
    long[] all = Arrays.copyOf(parts[0], count);
    int next = parts[0].length;
    for (int i = 1; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, next, parts[i].length);
      next += parts[i].length;
    }
    return all;
  }

  /** Of matrices: the address and the stride of each. */
  static long[] of(CudaTensor... tensors) {
    long[] all = new long[2 * tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      all[2 * i] = tensors[i].address();
      all[2 * i + 1] = tensors[i].stride();
    }
    return all;
  }
}
