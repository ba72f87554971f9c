package org.escapement.lab;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages bytes as disks, networks and other programs do. */
public final class Mutations {
  private static final int HEADER = 64;

  private Mutations() {}

  /** A damaged copy. */
  public static byte[] of(byte[] original, RandomGenerator random) {
    byte[] bytes = original.clone();
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      }
      case 2 -> {
        return new byte[0];
      }
      case 3 -> flip(bytes, bytes.length, random);
      case 4 -> flip(bytes, Math.min(HEADER, bytes.length), random);
      case 5 -> {
        int at = random.nextInt(Math.min(HEADER, bytes.length));
        byte value = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), value);
      }
      default -> {
        int at = random.nextInt(bytes.length);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) 0);
      }
    }
    return bytes;
  }

  private static void flip(byte[] bytes, int within, RandomGenerator random) {
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
  }
}
