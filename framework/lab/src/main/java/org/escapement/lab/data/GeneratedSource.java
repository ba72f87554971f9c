package org.escapement.lab.data;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.spi.option.OptionSchema;

/**
 * Draws images of noisy class prototypes, so that a machine without any data has a classification
 * that is neither trivial nor hopeless. An example is its class's {@link Prototype}, shifted by up
 * to two pixels each way, dimmed by a random contrast, with Gaussian noise on every pixel, clipped
 * to [0, 1]. Labels are balanced to within one and shuffled.
 *
 * <p>Corrupted examples are drawn as the others are, with a random stream of their own.
 *
 * <p>All arithmetic is done in double and rounded last: runs in float and double see the same
 * images. Prototypes, training and test examples have a random stream each, so that asking for more
 * of one leaves the others as they were.
 */
public final class GeneratedSource implements DataSource<GeneratedOptions> {
  private static final int LARGEST_SHIFT = 2;

  /** Small images are shifted by no more than this part of their side. */
  private static final int SIDES_PER_SHIFT = 8;

  private static final double LOWEST_CONTRAST = 0.5;

  @Override
  public String name() {
    return "generated";
  }

  @Override
  public String description() {
    return "images of shifted, dimmed and noisy class prototypes, drawn from the seed";
  }

  @Override
  public Class<GeneratedOptions> options() {
    return GeneratedOptions.class;
  }

  @Override
  public DataSet load(GeneratedOptions options, DataContext context) {
    OptionSchema.of(GeneratedOptions.class).validate(options);
    List<Prototype> prototypes =
        Prototype.draw(
            options.classes(),
            options.size(),
            largestShift(options.size()),
            context.streams().stream("data"));
    DataDigest digest = new DataDigest();
    Part train =
        part("train", options.train(), options.corrupted(), prototypes, options, context, digest);
    Part test =
        options.test() == 0
            ? null
            : part("test", options.test(), 0, prototypes, options, context, digest);
    long side = options.size();
    return Part.dataSet(train, test, List.of(1L, side, side), 1, options.normalization(), digest);
  }

  private static int largestShift(int size) {
    return Math.min(LARGEST_SHIFT, size / SIDES_PER_SHIFT);
  }

  private static Part part(
      String part,
      int clean,
      int corrupted,
      List<Prototype> prototypes,
      GeneratedOptions options,
      DataContext context,
      DataDigest digest) {
    int size = options.size();
    int classes = options.classes();
    int count = RowBuffer.rows((long) clean + corrupted, size * size);
    RowBuffer features = new RowBuffer(count, size * size, context.precision());
    digest.update(count, size, size, classes);
    byte[] labels =
        Arrays.copyOf(draw(part, clean, prototypes, options, context, features, digest), count);
    if (corrupted > 0) {
      draw("corrupted", corrupted, prototypes, options, context, features, digest);
      LabelCorruption.draw(labels, clean, classes, context.streams());
    }
    digest.update(labels, count);
    return new Part(features, RowBuffer.oneHot(labels, classes, context.precision()));
  }

  private static byte[] draw(
      String stream,
      int count,
      List<Prototype> prototypes,
      GeneratedOptions options,
      DataContext context,
      RowBuffer features,
      DataDigest digest) {
    RandomGenerator random = context.streams().stream("data/" + stream);
    byte[] labels = balancedLabels(count, options.classes(), random);
    double[] image = new double[options.size() * options.size()];
    for (byte label : labels) {
      draw(prototypes.get(label), options, random, image);
      digest.update(image);
      for (double pixel : image) {
        features.append(pixel);
      }
    }
    return labels;
  }

  private static byte[] balancedLabels(int count, int classes, RandomGenerator random) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % classes);
    }
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      byte label = labels[i];
      labels[i] = labels[other];
      labels[other] = label;
    }
    return labels;
  }

  private static void draw(
      Prototype prototype, GeneratedOptions options, RandomGenerator random, double[] image) {
    int shift = largestShift(options.size());
    int down = random.nextInt(-shift, shift + 1);
    int right = random.nextInt(-shift, shift + 1);
    double contrast = LOWEST_CONTRAST + (1 - LOWEST_CONTRAST) * random.nextDouble();
    for (int i = 0; i < image.length; i++) {
      double clean = contrast * prototype.at(i / options.size() - down, i % options.size() - right);
      image[i] = Math.min(1, Math.max(0, clean + options.noise() * random.nextGaussian()));
    }
  }
}
