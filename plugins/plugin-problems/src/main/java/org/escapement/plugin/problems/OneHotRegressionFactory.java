package org.escapement.plugin.problems;

import java.util.Arrays;
import java.util.Map;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/**
 * Offers {@code one-hot-regression}: f_i = (c/2)(r_j x_j − r_j t_j)², where example i has the one
 * coordinate j = j(i); n_j of the n examples have it. t = (1, …, 1) is the minimum {@code teacher}.
 *
 * <p>H_i = c r_j² e_je_jᵀ: all H_i commute, and the coordinates do not know of one another. With
 * q_j = n_j/n,
 *
 * <ul>
 *   <li>H = diag(c q_j r_j²) and Σ = diag(c² r_j⁴ q_j(1 − q_j)): the sharpness is max c q_j r_j²,
 *       the non-uniformity max c r_j² √(q_j(1−q_j)).
 *   <li>A coordinate of mean curvature a and variance s² is stable in mean square up to 2a/(a² +
 *       ps²) = 2 / (c r_j² (q_j + p(1 − q_j))); by Cauchy and Schwarz products of two coordinates
 *       are bounded where their squares are. The critical learning rate is the least of these
 *       numbers, and where the H_i commute it is Theorem 1's of Wu, Ma &amp; E 2018 too.
 *   <li>For batches of one, p = 1, it is 2 / (c max r_j²), whatever the q_j; and there a coordinate
 *       shrinks almost surely, q_j ln|1 − ηc r_j²| &lt; 0, exactly where it does in mean square.
 * </ul>
 */
@Extension
public final class OneHotRegressionFactory implements ModelFactory<OneHotRegressionOptions> {
  @Override
  public String name() {
    return "one-hot-regression";
  }

  @Override
  public String description() {
    return "least squares on inputs of one coordinate each; the Hessians of all examples commute";
  }

  @Override
  public Class<OneHotRegressionOptions> options() {
    return OneHotRegressionOptions.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(OneHotRegressionOptions options, ModelSetting setting) {
    double[] teacher = new double[options.counts().size()];
    Arrays.fill(teacher, 1);
    return Problem.ofOneVector(
        new SquaredErrors(new LinearOutputs(options.rows(), teacher), setting.loss()),
        Map.of("teacher", teacher),
        setting.precision());
  }
}
