/** Figures and tables of Wu, Ma &amp; E 2018, made again as sweeps, and what they are to show. */
package org.escapement.host.reproduce;
