package org.escapement.spi.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a step leads.
 *
 * @param point the next point, shape {@code [p]}
 * @param state the next state
 */
public record StepResult(INDArray point, State state) {}
