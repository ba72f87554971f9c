package org.escapement.lab.stability;

import java.util.Optional;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A quadratic with its Jacobian, which is what its H_i are made of. */
public record WithJacobian(Quadratic problem, double[][] factors) implements Objective {
  @Override
  public int examples() {
    return problem.examples();
  }

  @Override
  public long dimension() {
    return problem.dimension();
  }

  @Override
  public DataType precision() {
    return problem.precision();
  }

  @Override
  public String lossConvention() {
    return problem.lossConvention();
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    return problem.loss(x, batch);
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    return problem.gradient(x, batch, out);
  }

  @Override
  public Curvature curvature(INDArray x) {
    return problem.curvature(x);
  }

  @Override
  public Optional<Jacobian> jacobian(INDArray x, Jacobian.Scaling scaling) {
    INDArray rows = Nd4j.createFromArray(factors);
    return Optional.of(
        new Jacobian() {
          @Override
          public int outputs() {
            return 1;
          }

          @Override
          public void product(INDArray v, INDArray out) {
            out.assign(rows.mmul(v.reshape(rows.columns(), 1)));
          }

          @Override
          public void transposeProduct(INDArray u, INDArray out) {
            out.assign(rows.transpose().mmul(u).reshape(rows.columns()));
          }

          @Override
          public void gram(INDArray out) {
            out.assign(rows.mmul(rows.transpose()));
          }

          @Override
          public void exampleGrams(INDArray out) {
            out.assign(rows.mul(rows).sum(1).reshape(rows.rows(), 1, 1));
          }

          @Override
          public void close() {}
        });
  }
}
