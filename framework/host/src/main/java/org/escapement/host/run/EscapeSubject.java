package org.escapement.host.run;

import java.util.Optional;
import org.escapement.lab.escape.EscapeForecast;
import org.escapement.lab.stability.StabilityReport;

/**
 * An optimizer that is to try to leave a minimum.
 *
 * @param report its stability there; empty where it was not analysed
 * @param forecast what is expected of it
 * @param control the same optimizer at a share of its critical learning rate, or null
 * @param noControl why there is none though one was asked for, or null
 */
record EscapeSubject(
    NamedOptimizer optimizer,
    Optional<StabilityReport> report,
    EscapeForecast forecast,
    EscapeSubject control,
    String noControl) {}
