package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The folder through which the processes of one run work together.
 *
 * @param folder holds points, data and directions for the PyTorch side, and everybody's figures
 * @param data a folder of data sets, if there is one
 */
record RunFolder(Path folder, Optional<Path> data) {
  /** The fully connected network at its trained point, on that many images. */
  Workload fullyConnected(int count, DataType type) throws IOException {
    Images images = Images.ofFashion(data, type);
    Examples examples = count == Images.COUNT ? images.thousand() : images.take(count);
    return new Workload(
        Networks.fullyConnected(Networks.WIDTHS, type),
        examples,
        VectorFile.read(file("fnn", "point"), type));
  }

  /** The convolutional network at its starting point, on a thousand images. */
  Workload convolutional(DataType type) throws IOException {
    return new Workload(
        Networks.convolutional(type),
        Images.ofCifar(data, type).thousand(),
        VectorFile.read(file("vgg", "point"), type));
  }

  /** A file that the PyTorch side shares. */
  Path file(String network, String name) {
    return folder.resolve(network).resolve(name + ".f32");
  }

  /** A file of figures. */
  Path figures(String name) {
    return folder.resolve(name + ".json");
  }
}
