package org.escapement.plugin.problems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.ParameterTensor;
import org.pf4j.Extension;

/**
 * Offers {@code teacher-student}: a network Σ_l v_l tanh(w_lᵀx) of md units learns the outputs of a
 * teacher of d units, y = Σ_a t_a tanh(g x_a), on all n = 2^d inputs of plus and minus ones. It has
 * m units for each of the teacher's. Known minima, all of which compute the teacher's function:
 *
 * <ul>
 *   <li>{@code teacher}: one unit of every m is the teacher's, the others are zero in all weights;
 *   <li>{@code split}: m equal units with hidden weight g and output weight t_a/m (the embedding of
 *       Fukumizu &amp; Amari 2000, <i>Local minima and plateaus in hierarchical structures of
 *       multilayer perceptrons</i>);
 *   <li>{@code rescaled}: m equal units, their hidden weight such that tanh² is ζ = (1 + m²/T)^-½,
 *       T = tanh²(g) Σt_a²; the flattest of all with m equal units of the same hidden weight.
 * </ul>
 *
 * <p>With k units (1 or m) along axis a, of hidden weight w and output weight v_a = t_a tanh(g) /
 * (k tanh(w)), and ζ = tanh²(w): at x of signs, tanh(w x_a) = x_a √ζ and the slope is 1 − ζ,
 * whatever the sign. So the derivatives of the output are x_a √ζ for every output weight and v_a (1
 * − ζ) x_b for every hidden one: linear in x, whose entries are orthonormal on the n inputs. Hence
 *
 * <ul>
 *   <li>H has d eigenvalues other than zero, all equal to λ = c ((T/k)(1 − ζ)²/ζ + kζ), the part of
 *       the hidden weights and that of the output weights. For ζ = (1 + k²/T)^-½ its derivative in
 *       ζ vanishes, and λ = c (2T/k)(√(1 + k²/T) − 1).
 *   <li>All rows of J are of the same length, c|J_i|² = dλ = tr H, so Σ = tr(H) H − H² and the
 *       non-uniformity is λ√(d−1).
 *   <li>A change of signs of inputs, together with those of the hidden weights and of the output
 *       weights of its axes, is orthogonal and carries any row of J into any other. As for {@link
 *       MatrixFactorisationFactory}, Σ_j pλ_j / (μ − (1−p)λ_j) = 1; with equal eigenvalues μ = λ(1
 *       − p + pd). The critical learning rate is 2/μ; for batches of one 2/(dλ), with replacement
 *       (2/λ) B/(B + d − 1).
 * </ul>
 */
@Extension
public final class TeacherStudentFactory implements ModelFactory<TeacherStudentOptions> {
  @Override
  public String name() {
    return "teacher-student";
  }

  @Override
  public String description() {
    return "an over-parameterised two-layer tanh network that learns a smaller one's outputs";
  }

  @Override
  public Class<TeacherStudentOptions> options() {
    return TeacherStudentOptions.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(TeacherStudentOptions options, ModelSetting setting) {
    int width = options.weights().size();
    int units = width * options.copies();
    double[][] inputs = SignVectors.all(width);
    Map<String, double[]> minima = new LinkedHashMap<>();
    minima.put("teacher", student(options, 1, options.gain()));
    minima.put("split", student(options, options.copies(), options.gain()));
    minima.put("rescaled", student(options, options.copies(), flattestWeight(options)));
    return new Problem(
        new SquaredErrors(
            new TwoLayerTanh(inputs, targets(options, inputs), units), setting.loss()),
        List.of(
            new ParameterTensor("hidden.weight", List.of((long) units, (long) width), 0),
            new ParameterTensor("output.weight", List.of((long) units), (long) units * width)),
        minima,
        setting.precision());
  }

  private static double[] targets(TeacherStudentOptions options, double[][] inputs) {
    double[] targets = new double[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      for (int a = 0; a < inputs[i].length; a++) {
        targets[i] += options.weights().get(a) * Math.tanh(options.gain() * inputs[i][a]);
      }
    }
    return targets;
  }

  /**
   * The parameters of a student that computes the teacher's function.
   *
   * @param used how many units share the work of each of the teacher's; the others are zero
   * @param hidden their hidden weight
   */
  private static double[] student(TeacherStudentOptions options, int used, double hidden) {
    int width = options.weights().size();
    int units = width * options.copies();
    double[] parameters = new double[units * (width + 1)];
    double share = Math.tanh(options.gain()) / (used * Math.tanh(hidden));
    for (int a = 0; a < width; a++) {
      for (int copy = 0; copy < used; copy++) {
        int unit = a * options.copies() + copy;
        parameters[unit * width + a] = hidden;
        parameters[units * width + unit] = options.weights().get(a) * share;
      }
    }
    return parameters;
  }

  /** The hidden weight w with tanh²(w) = (1 + m²/T)^-½. */
  private static double flattestWeight(TeacherStudentOptions options) {
    double strength = 0;
    for (double weight : options.weights()) {
      strength += Math.pow(weight * Math.tanh(options.gain()), 2);
    }
    double activation = Math.pow(1 + Math.pow(options.copies(), 2) / strength, -0.25);
    return Math.log((1 + activation) / (1 - activation)) / 2;
  }
}
