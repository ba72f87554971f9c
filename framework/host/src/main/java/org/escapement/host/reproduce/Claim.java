package org.escapement.host.reproduce;

/**
 * A statement of the paper, held against what was measured.
 *
 * @param statement what is claimed, in one line
 * @param expected what the paper or its theory says
 * @param measured what was found
 * @param holds whether the two agree
 */
public record Claim(String statement, String expected, String measured, boolean holds) {}
