package org.escapement.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.data.CifarClass;
import org.escapement.lab.data.CifarOptions;
import org.escapement.lab.data.CifarSource;
import org.escapement.lab.data.DataContext;
import org.escapement.lab.data.GeneratedOptions;
import org.escapement.lab.data.GeneratedSource;
import org.escapement.lab.data.IdxOptions;
import org.escapement.lab.data.IdxSource;
import org.escapement.lab.data.Normalization;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A thousand images to measure on: real ones from a folder of data sets, drawn ones without it.
 *
 * @param thousand the images with one-hot targets
 * @param origin what they are, for the report
 */
record Images(Examples thousand, String origin) {
  static final int COUNT = 1000;

  private static final long SEED = 1;
  private static final int PIXELS = 3 * 32 * 32;
  private static final List<CifarClass> PAIR = List.of(CifarClass.AIRPLANE, CifarClass.AUTOMOBILE);
  private static final GeneratedOptions GENERATED =
      new GeneratedOptions(COUNT, 0, 10, 0.3, 28, 0, Normalization.NONE);

  /** The first training images of FashionMNIST, 28×28 in ten classes. */
  static Images ofFashion(Optional<Path> data, DataType type) {
    DataContext context = new DataContext(RandomStreams.of(SEED), type);
    if (data.isPresent()) {
      Path folder = data.get().resolve("fashion-mnist");
      return new Images(
          new IdxSource()
              .load(new IdxOptions(folder.toString(), COUNT, 0, 0, Normalization.NONE), context)
              .train(),
          "the first 1,000 training images of FashionMNIST");
    }
    return new Images(
        new GeneratedSource().load(GENERATED, context).train(),
        "1,000 generated images of FashionMNIST's shape (no data folder was given)");
  }

  /** The first training images of CIFAR-10's first two classes, 3×32×32. */
  static Images ofCifar(Optional<Path> data, DataType type) {
    if (data.isPresent()) {
      Path folder = data.get().resolve("cifar-10");
      CifarOptions options =
          new CifarOptions(folder.toString(), PAIR, COUNT, 0, 0, Normalization.NONE);
      return new Images(
          new CifarSource().load(options, new DataContext(RandomStreams.of(SEED), type)).train(),
          "the first 1,000 training images of CIFAR-10's classes airplane and automobile");
    }
    return new Images(
        uniform(type),
        "1,000 images of CIFAR-10's shape, uniform noise (no data folder was given)");
  }

  /** The first {@code count} images; beyond a thousand they repeat. */
  Examples take(int count) {
    Examples from = thousand;
    DataType type = from.features().dataType();
    Examples to =
        new Examples(
            Tensors.matrix(type, count, from.features().size(1)),
            Tensors.matrix(type, count, from.targets().size(1)));
    for (int at = 0; at < count; at += COUNT) {
      int length = Math.min(COUNT, count - at);
      Tensors.rows(to.features(), at, at + length).assign(Tensors.rows(from.features(), 0, length));
      Tensors.rows(to.targets(), at, at + length).assign(Tensors.rows(from.targets(), 0, length));
    }
    return to;
  }

  private static Examples uniform(DataType type) {
    RandomGenerator random = RandomStreams.of(SEED).stream("images");
    double[][] features = new double[COUNT][PIXELS];
    double[][] targets = new double[COUNT][PAIR.size()];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < PIXELS; j++) {
        features[i][j] = random.nextDouble();
      }
      targets[i][i % PAIR.size()] = 1;
    }
    return new Examples(
        Nd4j.createFromArray(features).castTo(type), Nd4j.createFromArray(targets).castTo(type));
  }
}
