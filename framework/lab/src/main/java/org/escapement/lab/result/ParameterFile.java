package org.escapement.lab.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.ParameterTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A model's flat parameter vector as a safetensors file of its named tensors. */
public final class ParameterFile {
  private ParameterFile() {}

  /**
   * Writes a point, one tensor a parameter tensor of the model.
   *
   * @param point shape {@code [p]}, float or double
   * @param layout the tensors within the vector, in order and without gaps
   * @param metadata free text
   */
  public static void write(
      Path file, INDArray point, List<ParameterTensor> layout, Map<String, String> metadata)
      throws IOException {
    Safetensors.write(file, split(point, layout), metadata);
  }

  /**
   * Reads a point.
   *
   * @param layout the tensors that the file has to hold, neither more nor fewer
   * @param precision of the result; values are converted to it
   * @return shape {@code [p]}, all finite
   * @throws EscapementException DATA_MISSING or DATA_MALFORMED as {@link Safetensors#read} says,
   *     the second also if a value is NaN or, in that precision, infinite; DATA_MISMATCH if names
   *     or shapes differ
   */
  public static INDArray read(Path file, List<ParameterTensor> layout, DataType precision) {
    Map<String, INDArray> tensors = Safetensors.read(file).tensors();
    checkNames(file, tensors.keySet(), layout);
    double[] point = new double[Math.toIntExact(length(layout))];
    for (ParameterTensor parameter : layout) {
      INDArray tensor = tensors.get(parameter.name());
      long[] shape = shape(parameter);
      if (!Arrays.equals(tensor.shape(), shape)) {
        throw mismatch(
            file,
            "tensor '"
                + parameter.name()
                + "' has shape "
                + Arrays.toString(tensor.shape())
                + ", the model's has "
                + Arrays.toString(shape));
      }
      if (parameter.length() > 0) {
        double[] values = tensor.data().asDouble();
        checkFinite(file, parameter, values, precision);
        System.arraycopy(values, 0, point, (int) parameter.offset(), values.length);
      }
    }
    return toArray(point, precision);
  }

  private static void checkFinite(
      Path file, ParameterTensor parameter, double[] values, DataType precision) {
    for (int i = 0; i < values.length; i++) {
      double value = precision == DataType.DOUBLE ? values[i] : (float) values[i];
      if (!Double.isFinite(value)) {
        throw SafetensorsHeader.malformed(
            file,
            "tensor '"
                + parameter.name()
                + "' holds "
                + values[i]
                + " at index "
                + i
                + ", must be a number that is finite in "
                + precision.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  private static INDArray toArray(double[] point, DataType precision) {
    if (precision == DataType.DOUBLE) {
      return Nd4j.createFromArray(point);
    }
    float[] rounded = new float[point.length];
    for (int i = 0; i < point.length; i++) {
      rounded[i] = (float) point[i];
    }
    return Nd4j.createFromArray(rounded);
  }

  private static Map<String, INDArray> split(INDArray point, List<ParameterTensor> layout) {
    if (point.rank() != 1 || point.length() != length(layout)) {
      throw new IllegalArgumentException(
          "a point of shape "
              + Arrays.toString(point.shape())
              + " does not fit parameters of length "
              + length(layout));
    }
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (ParameterTensor parameter : layout) {
      long end = parameter.offset() + parameter.length();
      INDArray values = point.get(NDArrayIndex.interval(parameter.offset(), end));
      if (tensors.put(parameter.name(), values.reshape('c', shape(parameter))) != null) {
        throw new IllegalArgumentException("two parameters are named '" + parameter.name() + "'");
      }
    }
    return tensors;
  }

  private static void checkNames(Path file, Set<String> found, List<ParameterTensor> layout) {
    Set<String> missing = new LinkedHashSet<>();
    layout.forEach(parameter -> missing.add(parameter.name()));
    Set<String> unknown = new LinkedHashSet<>(found);
    unknown.removeAll(missing);
    missing.removeAll(found);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw mismatch(
          file,
          "its tensors are not the model's: lacks "
              + OneLine.quoted(missing.toString())
              + ", has beyond them "
              + OneLine.quoted(unknown.toString()));
    }
  }

  private static long length(List<ParameterTensor> layout) {
    return layout.stream().mapToLong(ParameterTensor::length).sum();
  }

  private static long[] shape(ParameterTensor parameter) {
    return parameter.shape().stream().mapToLong(Long::longValue).toArray();
  }

  private static EscapementException mismatch(Path file, String what) {
    return new EscapementException(ErrorCode.DATA_MISMATCH, OneLine.path(file) + ": " + what);
  }
}
