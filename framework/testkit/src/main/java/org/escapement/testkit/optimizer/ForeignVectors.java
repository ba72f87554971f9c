package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.escapement.testkit.problem.QuadraticObjective;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Vectors that are no arrays, and arithmetic on them in plain loops that watches what it writes:
 * vectors that the step has from here since it began. Unset ones are full of NaN.
 */
final class ForeignVectors implements Vectors<ForeignVectors.Vector> {
  private final QuadraticObjective objective;
  private final List<Vector> own = new ArrayList<>();

  ForeignVectors(QuadraticObjective objective) {
    this.objective = objective;
  }

  /** A vector that nothing but this arithmetic can read. */
  static final class Vector {
    private final double[] entries;

    private Vector(double[] entries) {
      this.entries = entries;
    }

    /** The Euclidean distance from an array's entries, NaN if there is one. */
    double distance(double[] others) {
      double sum = 0;
      for (int i = 0; i < others.length; i++) {
        sum += (entries[i] - others[i]) * (entries[i] - others[i]);
      }
      return Math.sqrt(sum);
    }

    @Override
    public String toString() {
      return Arrays.toString(entries);
    }
  }

  /** A vector with an array's entries. */
  Vector given(String name, INDArray array) {
    assertThat(array.shape())
        .as("shape of %s, which has to be that of the point", name)
        .containsExactly(objective.dimension());
    return new Vector(array.toDoubleVector());
  }

  /** A state with the entries of another. */
  VectorState<Vector> given(State state) {
    return state.values().map(tensor -> given("a tensor of the first state", tensor));
  }

  /** A step, after which what it did not return holds NaN. */
  VectorOptimizer.Result<Vector> step(
      VectorOptimizer optimizer, Vector x, VectorState<Vector> state, Batch batch) {
    own.clear();
    VectorOptimizer.Result<Vector> result = optimizer.step(x, state, new OnBatch(batch), this);
    List<Vector> known = new ArrayList<>(own);
    known.add(x);
    known.addAll(state.tensors().values());
    List<Vector> kept = new ArrayList<>(result.state().tensors().values());
    kept.add(result.point());
    assertThat(kept)
        .as("what a step returns: what it was given, or its own")
        .allMatch(vector -> contains(known, vector));
    for (Vector vector : known) {
      if (!contains(kept, vector)) {
        Arrays.fill(vector.entries, Double.NaN);
      }
    }
    return result;
  }

  private static boolean contains(List<Vector> vectors, Vector vector) {
    return vectors.stream().anyMatch(each -> each == vector);
  }

  @Override
  public Vector vector() {
    double[] unset = new double[Math.toIntExact(objective.dimension())];
    Arrays.fill(unset, Double.NaN);
    return owned(new Vector(unset));
  }

  private Vector owned(Vector vector) {
    own.add(vector);
    return vector;
  }

  private Vector written(Vector out) {
    if (!contains(own, out)) {
      fail("the step writes a vector that is not its own: %s", out);
    }
    return out;
  }

  @Override
  public Vector scale(double factor, Vector a, Vector out) {
    double[] entries = written(out).entries;
    for (int i = 0; i < entries.length; i++) {
      entries[i] = factor * a.entries[i];
    }
    return out;
  }

  @Override
  public Vector add(Vector a, double factor, Vector b, Vector out) {
    double[] entries = written(out).entries;
    for (int i = 0; i < entries.length; i++) {
      entries[i] = a.entries[i] + factor * b.entries[i];
    }
    return out;
  }

  /** The scene's loss on a batch. */
  private final class OnBatch implements VectorObjective<Vector> {
    private final Batch batch;

    OnBatch(Batch batch) {
      this.batch = batch;
    }

    @Override
    public double loss(Vector x) {
      return objective.loss(Nd4j.createFromArray(x.entries), batch);
    }

    @Override
    public Vector gradient(Vector x) {
      INDArray gradient = Nd4j.create(objective.precision(), objective.dimension());
      objective.gradient(Nd4j.createFromArray(x.entries), batch, gradient);
      return owned(new Vector(gradient.toDoubleVector()));
    }
  }
}
