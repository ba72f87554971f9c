package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

/** Writes a run as a page, unless the two sides computed different things. */
final class Report {
  /** How names of agreement begin on the PyTorch side. */
  static final String DIFFERENCE = "difference.";

  private static final double LARGEST_DIFFERENCE = 1e-4;

  private final Results results;
  private final Provenance provenance;

  Report(Results results, Provenance provenance) {
    this.results = results;
    this.provenance = provenance;
  }

  static void run(RunFolder run, Path out, Provenance provenance) throws IOException {
    Files.writeString(out, new Report(Results.read(run.folder()), provenance).text());
  }

  /**
   * The page.
   *
   * @throws IllegalStateException if PyTorch's products differ from the engine's
   */
  String text() {
    checkAgreement();
    ProductTables products = new ProductTables(results);
    EngineTables once = new EngineTables(results);
    return String.join(
        "\n",
        introduction(),
        "## The machine\n",
        machine(),
        repeating(),
        "## Matrix products\n",
        "What everything below is made of: 1,000×784×500 and 1,000×500×500 into an output made"
            + " before; the best mean over a tenth of a second of either shape, in any round.\n",
        products.matrixProducts(),
        "## Fully connected network\n",
        "784-500-500-500-10, ReLU, mean squared error, "
            + Quantity.count(Scaling.parameters(Networks.WIDTHS))
            + " parameters, float; n = 1,000: "
            + results.fact("fnn.images")
            + "; "
            + results.fact("fnn.point")
            + ".\n",
        products.products("fnn"),
        "The same with the operations of its matrix products, counted from the layer sizes (the"
            + " derivation is in `FloatingPointOperations.java`), against the rate above:\n",
        products.shares(),
        "## Convolutional network\n",
        "Five times 3×3 convolution, ReLU and 2×2 max-pooling (16, 16, 32, 64, 64 channels), then"
            + " dense 128 and 2; mean squared error, 71,410 parameters, float; n = 1,000: "
            + results.fact("vgg.images")
            + "; at its random starting point.\n",
        products.products("vgg"),
        agreement(products),
        "## Sharpness and non-uniformity\n",
        "Of the fully connected network at the same point, by Lanczos from a random vector, until"
            + " the residual, computed afresh, is below a share of the eigenvalue: 1e-4 in float,"
            + " 1e-6 in double. Once each; the time is that of the whole solve.\n",
        once.spectrum(),
        "## Peak memory\n",
        "Resident set of a fresh process (VmHWM) that computes, in float, a gradient, a Hessian"
            + " product, a covariance product, and a and s by Lanczos: with Java, the libraries and"
            + " the images in it. Beyond 1,000 the images repeat. n × p floats is what one gradient"
            + " or product for each example would take.\n",
        once.memory(),
        "## Cost against n and p\n",
        "The fully connected network at a random starting point, float; ps/(n·p) is picoseconds for"
            + " each example and parameter, the exponent that of a least-squares line through the"
            + " logarithms. n with p = "
            + Quantity.count(Scaling.parameters(Networks.WIDTHS))
            + ":\n",
        once.growthWithExamples(),
        "p with n = 1,000:\n",
        once.growthWithParameters());
  }

  private void checkAgreement() {
    for (Map.Entry<String, Double> entry : results.torchLargest(DIFFERENCE).entrySet()) {
      if (!(entry.getValue() <= LARGEST_DIFFERENCE)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "PyTorch and the engine differ by %.1e in %s: they do not compute the same, so their"
                    + " times are not compared",
                entry.getValue(),
                entry.getKey()));
      }
    }
  }

  private String introduction() {
    return "# Benchmarks\n\n"
        + "What exact curvature costs, and what the same quantities cost in PyTorch, measured in one"
        + " run on one machine. H is the Hessian of the mean loss, Σ = (1/n) Σ_i (H_i − H)² the"
        + " covariance of the per-example Hessians, v a Gaussian vector. Written by"
        + " `distribution/benchmarks/run` on "
        + LocalDate.now(ZoneOffset.UTC)
        + (provenance.note().isEmpty() ? ".\n" : ". **" + provenance.note() + "**\n");
  }

  private String machine() {
    Table table = new Table("", "").row("processor", results.fact("processor"));
    table.row("cores", results.fact("cores"));
    table.row("system", results.fact("system"));
    table.row("Escapement", "commit " + provenance.commit());
    table.row("Java", results.fact("java"));
    table.row("tensors", results.fact("nd4j"));
    table.row(
        "matrix products",
        results.fact("openblas") + " (kernels for " + provenance.kernels() + ")");
    table.row("PyTorch", results.torchFact("pytorch").orElse("not found: not measured"));
    table.row("its matrix products", results.torchFact("blas").orElse("-"));
    return table.toString();
  }

  private String repeating() {
    return """
        ## How to repeat

        ```sh
        distribution/benchmarks/run --data DIR    # DIR holds fashion-mnist/ and cifar-10/; without it, drawn images
        ```

        `distribution/benchmarks/README.md` has the options and how to install PyTorch. Both sides get the same
        images, weights and direction, take turns process by process (rounds: %d), and repeat each product until
        twenty calls or two seconds are over, three calls at least, after a second of calls that do not count. A figure is
        the median of the rounds' medians, in brackets their range. The engine runs in the environment that
        `bin/escapement` sets. PyTorch uses all cores, with an allocator that keeps freed memory
        (`MALLOC_MMAP_THRESHOLD_` and `MALLOC_TRIM_THRESHOLD_` at 4294967296), and runs in each round twice: with
        its threads as they are, and with the engine's `OMP_WAIT_POLICY=PASSIVE OPENBLAS_THREAD_TIMEOUT=4`, which
        helps it too where matrix products are most of the work. A ratio is PyTorch's time over the engine's. Its Σv is timed on a part of the examples and scaled: %d example by
        example; one chunk where vectorised, of the fastest of the chunk sizes tried (%s). The Hv that it subtracts
        is given to it; the engine's time includes it.

        Of Hv both costs are shown. The first at a point has everything in it; what an eigensolver pays from then on
        is less: the engine keeps activations and deltas, PyTorch keeps the graph of the gradient.
        """
        .formatted(
            results.engine().size(),
            Preparation.AGREEMENT_EXAMPLES,
            results.torchFact("chunks").orElse("-"));
  }

  private String agreement(ProductTables products) {
    if (results.torch().isEmpty()) {
      return "## Agreement\n\nPyTorch was not found: nothing to compare with.\n";
    }
    return "## Agreement\n\n"
        + "The two sides' products for the same weights and the same direction, the largest"
        + " difference of any round; Σv on the first "
        + Preparation.AGREEMENT_EXAMPLES
        + " examples. Beyond "
        + Quantity.small(LARGEST_DIFFERENCE)
        + " no page is written.\n\n"
        + products.agreement();
  }
}
