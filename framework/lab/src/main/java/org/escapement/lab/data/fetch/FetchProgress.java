package org.escapement.lab.data.fetch;

/** Is told how far a fetch is, by the thread that fetches. */
public interface FetchProgress {
  /** Tells nobody. */
  FetchProgress SILENT =
      new FetchProgress() {
        @Override
        public void file(PublishedFile file) {}

        @Override
        public void at(long bytes) {}

        @Override
        public void note(String line) {}
      };

  /** A file is begun, or gone on with. */
  void file(PublishedFile file);

  /** So many bytes of it are there. */
  void at(long bytes);

  /** Something worth a line, such as why another attempt is made. */
  void note(String line);
}
