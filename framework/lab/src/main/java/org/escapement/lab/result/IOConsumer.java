package org.escapement.lab.result;

import java.io.IOException;

/** Uses something and may fail with an {@link IOException}. */
@FunctionalInterface
public interface IOConsumer<T> {
  /** Uses it. */
  void accept(T value) throws IOException;
}
