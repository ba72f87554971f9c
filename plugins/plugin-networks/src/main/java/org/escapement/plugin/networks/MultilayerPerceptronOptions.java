package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.option.Option;

/**
 * Options of {@code mlp}.
 *
 * @param hidden widths of the hidden layers
 * @param activation φ after every hidden layer
 * @param initialization where training starts
 */
record MultilayerPerceptronOptions(
    @Option(
            value = "[500, 500, 500]",
            range = "[1, 100000]",
            description = "widths of the hidden layers, none for a linear model")
        List<Integer> hidden,
    @Option(value = "relu", description = "activation after every hidden layer")
        Activations activation,
    @Option(value = "{}", description = "where training starts") Initialization initialization) {}
