package org.escapement.benchmarks;

import java.util.Optional;

/** The tables of products: engine beside PyTorch, and engine beside the rate of matrix products. */
final class ProductTables {
  private final Results results;

  ProductTables(Results results) {
    this.results = results;
  }

  String matrixProducts() {
    return new Table("matrix products, GFLOPS", "Escapement", "PyTorch")
        .row("float", engineRate("float"), torchRate("float"))
        .row("double", engineRate("double"), torchRate("double"))
        .toString();
  }

  private String engineRate(String type) {
    return Quantity.number(results.engineBest("gemm." + type));
  }

  private String torchRate(String type) {
    return Quantity.number(results.torchBest("gemm." + type));
  }

  /** Of one network. */
  String products(String network) {
    Table table =
        new Table(
            "product",
            "Escapement",
            "PyTorch",
            "ratio",
            "PyTorch, threads set as ours",
            "ratio",
            "PyTorch's way");
    row(table, network, "gradient", "gradient", "gradient", "`loss.backward()`");
    row(
        table,
        network,
        "Hv, again at a point",
        "hessian",
        "hessian",
        "second backward alone, graph retained");
    row(
        table,
        network,
        "Hv, first at a point",
        "hessianAtNewPoint",
        "hessianAtNewPoint",
        "forward, backward with `create_graph`, second backward");
    row(
        table,
        network,
        "Σv",
        "covariance",
        "covarianceLoop",
        "example by example, two products each by double backward");
    row(
        table,
        network,
        "Σv",
        "covariance",
        "covarianceMap",
        "vectorised over examples: `functorch.vmap`");
    return table.toString();
  }

  private void row(
      Table table, String network, String label, String ours, String theirs, String way) {
    Optional<Spread> engine = results.engine(network + "." + ours);
    Optional<Spread> plain = results.torch(Results.PLAIN, network + "." + theirs);
    Optional<Spread> passive = results.torch(Results.PASSIVE, network + "." + theirs);
    table.row(
        label,
        Quantity.seconds(engine),
        Quantity.seconds(plain),
        ratio(plain, engine),
        Quantity.seconds(passive),
        ratio(passive, engine),
        way);
  }

  private static String ratio(Optional<Spread> torch, Optional<Spread> engine) {
    return engine.isPresent() && torch.isPresent()
        ? Quantity.number(torch.get().median() / engine.get().median())
        : Quantity.NOT_MEASURED;
  }

  /** How far the fully connected network's products are from nothing but matrix products. */
  String shares() {
    Table table = new Table("product", "GFLOP", "GFLOPS", "of the measured rate");
    long[] widths = Networks.WIDTHS;
    share(table, "gradient", FloatingPointOperations.gradient(widths, Images.COUNT));
    share(table, "hessian", FloatingPointOperations.hessianProduct(widths, Images.COUNT));
    share(table, "covariance", FloatingPointOperations.covarianceProduct(widths, Images.COUNT));
    return table.toString();
  }

  private void share(Table table, String product, double operations) {
    double gigas = operations / 1e9;
    double seconds = results.engine("fnn." + product).map(Spread::median).orElse(Double.NaN);
    String label =
        switch (product) {
          case "hessian" -> "Hv, again at a point";
          case "covariance" -> "Σv";
          default -> product;
        };
    table.row(
        label,
        Quantity.number(gigas),
        Quantity.number(gigas / seconds),
        Quantity.share(gigas / seconds / results.engineBest("gemm.float")));
  }

  /** The largest relative difference of every product in any round. */
  String agreement() {
    Table table = new Table("product, float", "relative difference, Euclidean");
    results
        .torchLargest(Report.DIFFERENCE)
        .forEach((name, difference) -> table.row(name, Quantity.small(difference)));
    return table.toString();
  }
}
