package org.escapement.lab.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what may be read at a time when the reader keeps it: the headers of an archive can hold
 * names of any length, and compression makes them cheap to write.
 */
final class HeaderLimit extends FilterInputStream {
  private static final long LARGEST_HEADERS = 1 << 20;

  private long left = Long.MAX_VALUE;

  HeaderLimit(InputStream in) {
    super(in);
  }

  /** From here on, no more than a mebibyte. */
  void impose() {
    left = LARGEST_HEADERS;
  }

  /** From here on, any number of bytes. */
  void lift() {
    left = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int read = super.read(buffer, from, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new IOException("headers of more than " + LARGEST_HEADERS + " bytes");
    }
  }
}
