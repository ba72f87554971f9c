package org.escapement.host.cli.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.host.backend.Backend;
import org.escapement.host.backend.Card;
import org.escapement.host.backend.CudaLibraries;
import org.escapement.host.backend.Decision;
import org.escapement.host.backend.Diagnosis;

/** A diagnosis for programs. */
final class DiagnosisJson {
  private DiagnosisJson() {}

  static String of(Diagnosis diagnosis) throws JsonProcessingException {
    Map<String, Object> installed = new LinkedHashMap<>();
    installed.put(Backend.CPU.id(), true);
    installed.put(Backend.CUDA.id(), diagnosis.parts().cuda());
    installed.put(Backend.ND4J_CUDA.id(), diagnosis.parts().nd4jCuda());

    List<Object> cards = new ArrayList<>();
    diagnosis.cards().cards().forEach(card -> cards.add(fields(card)));

    Map<String, Object> libraries = new LinkedHashMap<>();
    for (String name : CudaLibraries.NAMES) {
      Path folder = diagnosis.libraries().found().get(name);
      libraries.put(name, folder == null ? null : folder.toString());
    }

    Decision cuda = diagnosis.cuda();
    Map<String, Object> decision = new LinkedHashMap<>();
    decision.put("backend", cuda.backend() == null ? null : cuda.backend().id());
    decision.put("reason", cuda.reason());
    decision.put("code", cuda.code() == null ? null : cuda.code().code());
    decision.put("problem", cuda.problem());

    Map<String, Object> all = new LinkedHashMap<>();
    all.put("installed", installed);
    all.put("cards", cards);
    all.put("cardProblem", diagnosis.cards().problem());
    all.put("libraries", libraries);
    all.put("cuda", decision);
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static Map<String, Object> fields(Card card) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("index", card.index());
    fields.put("uuid", card.uuid());
    fields.put("name", card.name());
    fields.put("computeCapability", card.capability().toString());
    fields.put("driver", card.driver());
    fields.put("totalMebibytes", card.totalMebibytes() < 0 ? null : card.totalMebibytes());
    fields.put("freeMebibytes", card.freeMebibytes() < 0 ? null : card.freeMebibytes());
    return fields;
  }
}
