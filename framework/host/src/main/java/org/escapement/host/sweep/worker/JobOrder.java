package org.escapement.host.sweep.worker;

/**
 * What a worker is told to do, a line of JSON on its standard input.
 *
 * @param id of the job
 * @param config its resolved config, as YAML
 */
record JobOrder(String id, String config) {}
