package org.escapement.lab.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether bytes are on a disk shows only when the power fails; here all else is tested. */
@DisplayName("Files and folders are forced to the disk without harm")
class DiskTest {
  @TempDir private Path folder;

  @Test
  void treesStayAsTheyWere() throws IOException {
    Path inner = folder.resolve("a/b");
    Disk.createFolders(inner);
    Files.writeString(inner.resolve("file"), "content");
    Files.createSymbolicLink(folder.resolve("a/nowhere"), Path.of("missing"));
    Disk.forceTree(folder);
    assertThat(inner.resolve("file")).hasContent("content");
    assertThat(folder.resolve("a/nowhere")).isSymbolicLink();
  }

  @Test
  void foldersThatAreThereAreNoMistake() throws IOException {
    Disk.createFolders(folder.resolve("a/../b"));
    Disk.createFolders(folder.resolve("b"));
    assertThat(folder.resolve("b")).isEmptyDirectory();
    assertThat(folder.resolve("a")).doesNotExist();
    Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Disk.createFolders(folder.resolve("file/c")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFileThatIsMissingIsAMistakeAndAFolderThatCannotBeForcedIsNone() {
    assertThatThrownBy(() -> Disk.forceFile(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    Disk.forceFolder(folder.resolve("none"));
  }
}
