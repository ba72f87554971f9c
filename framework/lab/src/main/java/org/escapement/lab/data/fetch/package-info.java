/**
 * Published data sets: which there are, where they lie on this machine, and how they get there. A
 * {@link org.escapement.lab.data.fetch.Fetch} brings a {@link
 * org.escapement.lab.data.fetch.PublishedSet} into a folder, one {@code FileFetch} a file; a {@code
 * Transfer} is one request, whose bytes gather in a {@code PartialFile} that takes its real name
 * only when its SHA-256 is the published one.
 */
package org.escapement.lab.data.fetch;
