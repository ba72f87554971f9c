package org.escapement.lab.escape;

import java.util.Map;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the trials of all optimizers at a minimum share.
 *
 * @param objective the loss
 * @param test the loss on test examples, or null
 * @param minimum where to start beside, not written
 * @param topMode the leading eigenvector of the Hessian there, of length one, or null where it is
 *     not known; not written
 * @param knownMinima the model's known minima; where there are any, runs go on after escape to see
 *     at which they end
 * @param streams the source of displacements and batches; trial I uses streams of its own, so that
 *     all optimizers meet the same displacements
 */
public record EscapeSetting(
    Objective objective,
    Objective test,
    INDArray minimum,
    INDArray topMode,
    Map<String, INDArray> knownMinima,
    RandomStreams streams) {}
