package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Pieces within the bound on memory, and of one size where that is possible. */
class ChunksTest {
  private static final long BYTES = 512L << 20;

  @Test
  void examplesThatFitAreOnePiece() {
    assertThat(Chunks.rows(4, List.of(new Dense(4, 3)), DataType.DOUBLE, 1000, BYTES))
        .isEqualTo(1000);
  }

  @Test
  void piecesAreAlikeAndWithinTheBound() {
    List<Layer> layers = List.of(new Convolution2d(16, 32, 32, 16, 3, 1, 1));
    // eight buffers of 16 by 32 by 32: 1024 examples in float, 512 in double
    assertThat(Chunks.rows(16384, layers, DataType.FLOAT, 1200, BYTES)).isEqualTo(600);
    assertThat(Chunks.rows(16384, layers, DataType.DOUBLE, 1200, BYTES)).isEqualTo(400);
  }

  @Test
  void aSmallerLastPieceFitsBesideTheOthers() {
    List<Layer> layers = List.of(new Dense(4, 3));
    long bytesPerRow = (2 * 4 + layers.get(0).bufferEntries()) * DataType.FLOAT.width();
    for (int count = 1; count < 200; count++) {
      for (int most = 1; most < 50; most++) {
        int rows = Chunks.rows(4, layers, DataType.FLOAT, count, most * bytesPerRow);
        assertThat(rows).isBetween(1, Math.min(count, most));
        if (rows > 1) {
          assertThat(rows + count % rows).isLessThanOrEqualTo(most);
        }
      }
    }
  }

  @Test
  void anExampleThatIsTooLargeIsAPieceOfItsOwn() {
    List<Layer> layers = List.of(new Convolution2d(64, 512, 512, 64, 3, 1, 1));
    assertThat(Chunks.rows(64L * 512 * 512, layers, DataType.FLOAT, 3, BYTES)).isEqualTo(1);
  }
}
