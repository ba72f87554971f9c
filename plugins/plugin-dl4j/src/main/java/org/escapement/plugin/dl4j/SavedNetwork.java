package org.escapement.plugin.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A trained network as its file has it, without what only training used.
 *
 * @param source the file, for messages
 * @param graph one input, one output
 * @param weights in DL4J's order, one vector
 * @param kerasLoss the loss that a file of Keras names, or null
 * @param notes what the file asks for in training and is no part of the network's function
 */
record SavedNetwork(
    String source,
    ComputationGraphConfiguration graph,
    double[] weights,
    String kerasLoss,
    List<String> notes) {}
