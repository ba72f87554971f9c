package org.escapement.host.cli.data;

import java.net.URI;
import org.escapement.lab.data.fetch.PublishedSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a mirror from the command line. */
final class MirrorAddress implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      return PublishedSet.address(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' must be http(s)://HOST/PATH");
    }
  }
}
