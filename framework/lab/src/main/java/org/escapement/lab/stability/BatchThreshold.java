package org.escapement.lab.stability;

import org.escapement.lab.meansquare.Bounds;
import org.escapement.spi.optimizer.Sampling;

/**
 * The critical learning rate of a method for one batch size: up to it E‖z‖² does not grow.
 *
 * @param sampling the size and the law of a batch
 * @param rate what is known of it
 */
public record BatchThreshold(Sampling sampling, Bounds rate) {}
