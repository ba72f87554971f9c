/** Estimates from sequences, with their errors. */
package org.escapement.lab.statistics;
