package org.escapement.engine.compute;

import static org.escapement.engine.compute.Samples.require;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;

/** The cross-entropy, where it is small and where exponentials would overflow. */
final class LossRules {
  private LossRules() {}

  static List<Named> all() {
    return List.of(
        new Named("softmaxCrossEntropy", LossRules::softmax),
        new Named("softmaxCrossEntropy of NaN is NaN", LossRules::nan));
  }

  private static Sample outputs(Samples samples, int rows, int columns) {
    Sample outputs = samples.any(rows, columns);
    double scale = new double[] {1, 30, 1000}[samples.random().nextInt(3)];
    for (double[] row : outputs.values()) {
      for (int j = 0; j < columns; j++) {
        row[j] = samples.rounded(scale * row[j]);
      }
      if (samples.random().nextInt(4) == 0) {
        Arrays.fill(row, row[0]); // all equal: the first counts as the greatest
      }
    }
    outputs.set(outputs.values());
    return outputs;
  }

  private static Sample targets(Samples samples, int rows, int columns) {
    Sample targets = samples.any(rows, columns);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      int label = samples.random().nextInt(columns);
      double doubt = samples.random().nextBoolean() ? 0 : 0.25;
      row[label] += 1 - doubt;
      row[(label + 1) % columns] += doubt;
    }
    targets.set(values);
    return targets;
  }

  private static void softmax(Compute compute, Samples samples) {
    int rows = samples.size();
    int columns = 1 + samples.size(40);
    Sample outputs = outputs(samples, rows, columns);
    Sample targets = targets(samples, rows, columns);
    Sample delta = samples.unset(rows, columns);
    Sample probabilities = samples.unset(rows, columns);
    Sample roots = samples.unset(rows, columns);
    Sample likeliest = samples.unset(rows, columns);
    double[][] p = new double[rows][columns];
    double[][] root = new double[rows][columns];
    double[][] difference = new double[rows][columns];
    double[][] indicator = new double[rows][columns];
    double[][] bounds = new double[rows][columns];
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < rows; i++) {
      double[] f = outputs.values()[i];
      int greatest = 0;
      for (int j = 1; j < columns; j++) {
        greatest = f[j] > f[greatest] ? j : greatest;
      }
      indicator[i][greatest] = 1;
      double others = 0;
      for (int j = 0; j < columns; j++) {
        others += j == greatest ? 0 : Math.exp(f[j] - f[greatest]);
      }
      sum += Math.log1p(others);
      magnitude += Math.log1p(others);
      for (int j = 0; j < columns; j++) {
        double below = f[j] - f[greatest];
        sum -= targets.values()[i][j] * below;
        magnitude -= targets.values()[i][j] * below;
        p[i][j] = Math.exp(below) / (1 + others);
        root[i][j] = Math.sqrt(p[i][j]);
        difference[i][j] = p[i][j] - targets.values()[i][j];
        bounds[i][j] = samples.epsilon() + 1e-13;
      }
    }
    double found =
        compute.softmaxCrossEntropy(
            outputs.tensor(),
            targets.tensor(),
            delta.tensor(),
            probabilities.tensor(),
            roots.tensor(),
            likeliest.tensor());
    require(
        Math.abs(found - sum) <= 1e-13 * (rows + columns) * magnitude,
        "the loss is " + found + ", not " + sum);
    delta.expect(difference, bounds);
    probabilities.expect(p, bounds);
    roots.expect(root, bounds);
    likeliest.expect(indicator);
    samples.checkAll();
  }

  private static void nan(Compute compute, Samples samples) {
    int rows = samples.size();
    int columns = 1 + samples.size(40);
    Sample outputs = outputs(samples, rows, columns);
    int row = samples.random().nextInt(rows);
    outputs.values()[row][samples.random().nextInt(columns)] = Double.NaN;
    outputs.set(outputs.values());
    Sample delta = samples.unset(rows, columns);
    double loss =
        compute.softmaxCrossEntropy(
            outputs.tensor(),
            targets(samples, rows, columns).tensor(),
            delta.tensor(),
            samples.unset(rows, columns).tensor(),
            samples.unset(rows, columns).tensor(),
            samples.unset(rows, columns).tensor());
    require(Double.isNaN(loss), "the loss is " + loss);
    double[][] found = delta.read();
    for (int i = 0; i < rows; i++) {
      boolean broken = Arrays.stream(found[i]).anyMatch(Double::isNaN);
      require(broken == (i == row), "NaN is in another row");
    }
  }
}
