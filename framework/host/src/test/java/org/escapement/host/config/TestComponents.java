package org.escapement.host.config;

import java.util.List;
import java.util.Map;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;

/** Stand-ins for what plugins offer. */
final class TestComponents implements ComponentSchemas {
  enum Activation {
    RELU("relu"),
    TANH("tanh");

    private final String text;

    Activation(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  record Sgd(
      @Option(value = "0.1", range = "(0, inf)", description = "step size") double learningRate,
      @Option(value = "1", range = "[1, inf)", description = "examples in a batch") int batchSize,
      @Option(value = "false", description = "whether batches repeat examples")
          boolean replacement) {}

  record Network(
      @Option(range = "[1, inf)", description = "widths of the layers") List<Integer> hidden,
      @Option(value = "relu", description = "the activation") Activation activation) {}

  record Idx(
      @Option(description = "the folder") String dir,
      @Option(value = Option.ABSENT, range = "[1, inf)", description = "examples") Integer train) {}

  private static final Map<String, Class<? extends Record>> OPTIMIZERS =
      Map.of("gd", Sgd.class, "sgd", Sgd.class);

  @Override
  public OptionSchema<?> data(Component component) {
    return OptionSchema.of(Idx.class);
  }

  @Override
  public OptionSchema<?> model(Component component) {
    return OptionSchema.of(Network.class);
  }

  @Override
  public OptionSchema<?> optimizer(Component component) {
    if (!OPTIMIZERS.containsKey(component.type())) {
      throw component.error(
          ErrorCode.COMPONENT_UNKNOWN, "type", "no optimizer '" + component.type() + "'");
    }
    return OptionSchema.of(OPTIMIZERS.get(component.type()));
  }
}
