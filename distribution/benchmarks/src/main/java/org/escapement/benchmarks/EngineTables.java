package org.escapement.benchmarks;

/** The tables of what the engine alone was measured in, once: spectrum, memory, growth. */
final class EngineTables {
  static final int[] MEMORY_EXAMPLES = {Images.COUNT, 10 * Images.COUNT};

  private final Results results;

  EngineTables(Results results) {
    this.results = results;
  }

  String spectrum() {
    Table table =
        new Table(
            "eigenvalue", "precision", "value", "residual / value", "products", "time", "ended");
    for (String type : new String[] {"float", "double"}) {
      spectrum(table, "a = λmax(H)", "sharpness." + type, type);
      spectrum(table, "s² = λmax(Σ)", "nonUniformity." + type, type);
    }
    return table.toString();
  }

  private void spectrum(Table table, String label, String name, String type) {
    double value = results.single(name + ".value");
    table.row(
        label,
        type,
        Quantity.number(value),
        Quantity.small(results.single(name + ".residual") / value),
        Quantity.count(results.single(name + ".products")),
        Quantity.seconds(results.single(name + ".seconds")),
        results.fact(name + ".status"));
  }

  String memory() {
    Table table = new Table("n", "before the first product", "peak", "n × p floats", "time");
    long parameters = Scaling.parameters(Networks.WIDTHS);
    for (int count : MEMORY_EXAMPLES) {
      String name = "memory." + count;
      table.row(
          Quantity.count(count),
          Quantity.bytes(results.single(name + ".data")),
          Quantity.bytes(results.single(name + ".peak")),
          Quantity.bytes((double) count * parameters * Float.BYTES),
          Quantity.seconds(results.single(name + ".seconds")));
    }
    return table.toString();
  }

  String growthWithExamples() {
    long parameters = Scaling.parameters(Networks.WIDTHS);
    double[] counts = new double[Scaling.EXAMPLES.length];
    double[] sizes = new double[counts.length];
    String[] labels = new String[counts.length];
    String[] keys = new String[counts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Scaling.EXAMPLES[i];
      sizes[i] = counts[i] * parameters;
      labels[i] = Quantity.count(counts[i]);
      keys[i] = "examples." + Scaling.EXAMPLES[i];
    }
    return growth("n", labels, keys, counts, sizes);
  }

  String growthWithParameters() {
    double[] counts = new double[Scaling.HIDDEN.length];
    double[] sizes = new double[counts.length];
    String[] labels = new String[counts.length];
    String[] keys = new String[counts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Scaling.parameters(Scaling.widths(Scaling.HIDDEN[i]));
      sizes[i] = Images.COUNT * counts[i];
      labels[i] =
          Quantity.count(counts[i]) + " (hidden width " + Quantity.count(Scaling.HIDDEN[i]) + ")";
      keys[i] = "hidden." + Scaling.HIDDEN[i];
    }
    return growth("p", labels, keys, counts, sizes);
  }

  private String growth(
      String head, String[] labels, String[] keys, double[] counts, double[] sizes) {
    Table table = new Table(head, "Hv", "Hv, ps/(n·p)", "Σv", "Σv, ps/(n·p)");
    double[] hessian = new double[keys.length];
    double[] covariance = new double[keys.length];
    for (int i = 0; i < keys.length; i++) {
      hessian[i] = results.single(keys[i] + ".hessian");
      covariance[i] = results.single(keys[i] + ".covariance");
      table.row(
          labels[i],
          Quantity.seconds(hessian[i]),
          Quantity.number(hessian[i] / sizes[i] * 1e12),
          Quantity.seconds(covariance[i]),
          Quantity.number(covariance[i] / sizes[i] * 1e12));
    }
    return table
        .row(
            "exponent",
            Quantity.number(PowerLaw.exponent(counts, hessian)),
            "",
            Quantity.number(PowerLaw.exponent(counts, covariance)),
            "")
        .toString();
  }
}
