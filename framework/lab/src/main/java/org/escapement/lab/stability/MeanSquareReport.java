package org.escapement.lab.stability;

import java.util.List;
import java.util.Optional;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.Bounds;

/**
 * What mini-batch noise means for a method at a minimum, on the Gauss–Newton part.
 *
 * @param modes the dimension to which the dynamics were reduced
 * @param rows n·k, the most that it could have
 * @param truncated whether curvature was left out
 * @param held whether the preconditioner is one that the method does not go on with, so that
 *     nothing here proves anything
 * @param sharpness the largest eigenvalue of P^½HP^½ there
 * @param nonUniformity the root of the largest eigenvalue of the covariance of the P^½H_iP^½ there
 * @param growthRate ρ, what E‖z‖² grows by in a step of the method as it is configured; empty for
 *     the full batch
 * @param exponent λ, what ln‖z‖ grows by in a step of almost every run; empty where ρ tells enough
 * @param thresholds the critical learning rates by batch size
 */
public record MeanSquareReport(
    int modes,
    int rows,
    boolean truncated,
    boolean held,
    double sharpness,
    double nonUniformity,
    Optional<Bounds> growthRate,
    Optional<AlmostSureExponent> exponent,
    List<BatchThreshold> thresholds) {}
