package org.escapement.engine.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Named streams of random numbers that all derive from one seed. A stream depends on the seed and
 * its own name only, so that a new consumer of randomness changes no number of an old one.
 *
 * <p>A stream is L64X128MixRandom, started from the first eight bytes of SHA-256(seed, name). Its
 * numbers are the same on every Java release from 17 on.
 */
public final class RandomStreams {
  private static final String ALGORITHM = "L64X128MixRandom";

  private final long seed;

  private RandomStreams(long seed) {
    this.seed = seed;
  }

  /** The streams of a seed. */
  public static RandomStreams of(long seed) {
    return new RandomStreams(seed);
  }

  /** The seed that all streams derive from. */
  public long seed() {
    return seed;
  }

  /** A generator at the start of the stream of that name; used by one thread. */
  public RandomGenerator stream(String name) {
    // A seed of bytes would carry more entropy, but Java 17 and 25 start differently from one.
    long start = ByteBuffer.wrap(digest(name)).getLong();
    return new PortableStream(RandomGeneratorFactory.of(ALGORITHM).create(start));
  }

  private byte[] digest(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
      return sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
