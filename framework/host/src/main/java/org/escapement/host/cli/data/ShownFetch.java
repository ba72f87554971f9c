package org.escapement.host.cli.data;

import org.escapement.host.cli.run.ConsoleProgress;
import org.escapement.lab.data.fetch.FetchProgress;
import org.escapement.lab.data.fetch.PublishedFile;

/**
 * Shows a fetch on the console.
 *
 * @param console shows it
 */
record ShownFetch(ConsoleProgress console) implements FetchProgress {
  @Override
  public void file(PublishedFile file) {
    console.transfer(file.name(), file.bytes());
  }

  @Override
  public void at(long bytes) {
    console.at(bytes, "");
  }

  @Override
  public void note(String line) {
    console.note(line);
  }
}
