/**
 * Which backend can compute on this machine: what is installed, which card there is, and why not.
 */
package org.escapement.host.backend;
