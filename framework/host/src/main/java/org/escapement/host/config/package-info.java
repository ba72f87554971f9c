/**
 * Reading a run's config: YAML with the line of every key, binding to records by their declared
 * options, and writing the config back with every default filled in.
 */
package org.escapement.host.config;
