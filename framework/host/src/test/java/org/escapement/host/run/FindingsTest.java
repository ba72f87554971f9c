package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.lab.result.RunResults.FaultResult;
import org.escapement.lab.result.RunResults.Minimum;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What fails is noted, and what was found before stays")
class FindingsTest {
  private final Minimum minimum = new Minimum(null, 1e-4, null, null, 17, "loss reached", null);
  private final Findings findings = new Findings(minimum);

  private FaultResult failing(Throwable failure) {
    findings.failed("analysis", null, failure);
    MinimumResults results = findings.results();
    assertThat(results.minimum()).isSameAs(minimum);
    assertThat(results.curvature()).isNull();
    return results.faults().get(results.faults().size() - 1);
  }

  @Test
  void codedFailures() {
    FaultResult fault = failing(new EscapementException(ErrorCode.NON_FINITE, "m holds NaN"));
    assertThat(fault)
        .isEqualTo(new FaultResult("analysis", null, null, null, null, "ESC-501", "m holds NaN"));
    assertThat(findings.defect()).isNull();
  }

  @Test
  void lackOfMemoryOnACardIsToldWithTheWayOn() {
    FaultResult fault = failing(new DeviceMemoryException("NVIDIA X has no room for 5 bytes"));
    assertThat(fault.code()).isEqualTo("ESC-607");
    assertThat(fault.plugin()).isNull();
    assertThat(fault.message())
        .isEqualTo("NVIDIA X has no room for 5 bytes; to go on without a card: --backend cpu");
  }

  @Test
  void lackOfMemory() {
    assertThat(failing(new IllegalStateException(new OutOfMemoryError("native"))).code())
        .isEqualTo("ESC-602");
    assertThat(findings.defect()).isNull();
  }

  @Test
  void defectsAreKeptToBeTold() {
    RuntimeException first = new IllegalStateException("first");
    assertThat(failing(first).code()).isEqualTo("ESC-000");
    failing(new IllegalStateException("second"));
    assertThat(findings.defect()).isSameAs(first);
    assertThat(findings.results().faults()).hasSize(2);
  }

  @Test
  void nothingFailed() {
    assertThat(findings.results())
        .isEqualTo(new MinimumResults(minimum, null, List.of(), List.of(), List.of()));
  }
}
