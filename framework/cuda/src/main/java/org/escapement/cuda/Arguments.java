package org.escapement.cuda;

import java.util.Arrays;
import java.util.stream.LongStream;

/** A kernel's arguments from several parts. */
final class Arguments {
  private Arguments() {}

  static long[] of(long[]... parts) {
    return Arrays.stream(parts).flatMapToLong(LongStream::of).toArray();
  }
}
