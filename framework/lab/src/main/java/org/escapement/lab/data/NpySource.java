package org.escapement.lab.data;

import org.escapement.spi.option.OptionSchema;

/**
 * Reads arrays of NumPy, from npy files or from an npz archive, in row- or column-major order and
 * either byte order. The digest covers, of the training and then of the test examples in use, their
 * number, that of features and that of outputs as 32-bit integers, then all features, scaled, and
 * all targets, classes by their number, as 64-bit floating point numbers.
 */
public final class NpySource implements DataSource<NpyOptions> {
  @Override
  public String name() {
    return "npy";
  }

  @Override
  public String description() {
    return "arrays of NumPy, in npy files or an npz archive";
  }

  @Override
  public Class<NpyOptions> options() {
    return NpyOptions.class;
  }

  @Override
  public DataSet load(NpyOptions options, DataContext context) {
    OptionSchema.of(NpyOptions.class).validate(options);
    LabeledArrays training = LabeledArrays.open(options, options.features(), options.labels());
    int train = trainingCount(training, options);
    int outputs =
        options.targets() == TargetKind.ONE_HOT ? training.classes() : training.labels().columns();
    DataDigest digest = new DataDigest();
    Part part = training.part(0, train, outputs, options.targets(), context.precision(), digest);
    Part test =
        options.test() == 0 ? null : test(training, train, outputs, options, context, digest);
    return Part.dataSet(
        part, test, training.inputShape(), training.channels(), options.normalization(), digest);
  }

  private static int trainingCount(LabeledArrays training, NpyOptions options) {
    long tests = options.testFeatures() == null ? options.test() : 0;
    long train =
        options.train() == null ? Math.max(1, training.features().rows() - tests) : options.train();
    training.checkCount(
        "train = " + train + (tests == 0 ? "" : " and test = " + tests), train + tests);
    return (int) train;
  }

  private static Part test(
      LabeledArrays training,
      int train,
      int outputs,
      NpyOptions options,
      DataContext context,
      DataDigest digest) {
    boolean together = options.testFeatures() == null;
    LabeledArrays test =
        together
            ? training
            : LabeledArrays.open(options, options.testFeatures(), options.testLabels());
    test.checkFits(training);
    test.checkCount("test = " + options.test(), options.test());
    return test.part(
        together ? train : 0,
        options.test(),
        outputs,
        options.targets(),
        context.precision(),
        digest);
  }
}
