package org.escapement.host.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Directories of results made up for tests, small, with text in them that means to do harm. */
final class Folders {
  /** Would run, and would end the data, if it were not escaped. */
  static final String EVIL =
      "</script><script>window.harmed=true</script><img src=x onerror=harm()>";

  private Folders() {}

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  /** A run with two optimizers, a training of 1,000 steps and escape runs. */
  static Path run(Path folder) throws IOException {
    Files.createDirectories(folder);
    String stability =
        "{'optimizer':'%s','label':'%s','sampling':'B = 4 without replacement','verdict':'%s',"
            + "'reason':'because of it','criticalLearningRate':{'lower':0.2229,'upper':0.3918},"
            + "'fixedPoint':{'fullBatch':1e-4,'maxOfBatches':2e-3,'fixedPoint':false},"
            + "'conditions':[{'name':'sharpness against the edge','kind':'necessary','value':3.9,"
            + "'limit':4.0,'holds':true,'criticalLearningRate':0.514}],"
            + "'meanSquare':{'held':false,'growthRate':{'lower':1.68,'upper':null,"
            + "'keptModes':1.69,'meaning':'lower bound'},'criticalLearningRates':["
            + "{'batchSize':1,'sampling':'without replacement','rate':{'lower':0.05,'upper':0.16,"
            + "'keptModes':0.157,'meaning':'upper bound'}},"
            + "{'batchSize':16,'sampling':'without replacement','rate':{'lower':0.4,'upper':0.5,"
            + "'keptModes':0.49,'meaning':'upper bound'}}]}}";
    String quantity = "{'value':%s,'residual':1e-6,'iterations':20,'status':'converged'}";
    Files.writeString(
        folder.resolve("results.json"),
        json(
            "{'minimum':{'name':null,'loss':9.99e-5,'iterations':1000,'stopReason':'loss reached'},"
                + "'curvature':{'lossConvention':'1/n','degeneracy':null,'method':'exact',"
                + "'sharpness':"
                + quantity.formatted("3.8896")
                + ",'nonUniformity':"
                + quantity.formatted("6.5078")
                + ",'smallestEigenvalue':"
                + quantity.formatted("0.0002")
                + ",'gaussNewtonSharpness':"
                + quantity.formatted("3.8895")
                + ",'layers':[],'spectrum':{'leading':["
                + quantity.formatted("3.8896")
                + ","
                + quantity.formatted("2.5")
                + "],'leadingStatus':'converged','density':{'probes':10,'steps':100,'width':0.04,"
                + "'points':[0.0,1.0,2.0],'values':[1.0,0.1,0.0],'standardErrors':[0.1,0.1,'NaN'],"
                + "'status':'complete'}}},'stability':["
                + stability.formatted("gd", "gd(learningRate=0.5)", "stable")
                + ","
                + stability.formatted("sgd", EVIL, "unstable")
                + "],'escape':[{'label':'sgd','perturbation':1e-3,'distance':0.9,'trials':5,"
                + "'escaped':5,'medianSteps':64.0}],'faults':[{'phase':'stability','label':null,"
                + "'code':'ESC-304','message':'"
                + EVIL
                + "'}],'otherMinima':[],'provenance':{'escapement':'0.1.0','java':'17','seed':1,"
                + "'plugins':[{'id':'plugin-sgd','version':'0.1.0','sha256':'abc'}],"
                + "'seconds':{'training':8.5}}}"));
    Files.writeString(
        folder.resolve("config.resolved.yaml"),
        "seed: 1\nmodel: {type: \"mlp <b>\"}\ntrain: {optimizer: {type: gd, learningRate: 0.5}}\n"
            + "# "
            + EVIL
            + "\n");
    StringBuilder metrics =
        new StringBuilder(
            "iteration,loss,trainAccuracy,testAccuracy,sharpness,preconditionedSharpness,edge\n");
    for (int i = 0; i <= 1000; i++) {
      double sharpness = 4 - 3 * Math.exp(-i / 100.0);
      metrics.append(i).append(',').append(0.1 * Math.exp(-i / 150.0));
      metrics.append(
          i % 25 > 0
              ? ",,,,,\n"
              : String.format(Locale.ROOT, ",0.9,0.8,%s,%s,4.0%n", sharpness, sharpness));
    }
    Files.writeString(folder.resolve("metrics.csv"), metrics.toString().replace("\r", ""));
    StringBuilder regions =
        new StringBuilder("panel,matrix,optimizer,point,sharpness,nonUniformity\n");
    regions.append("1,H,,minimum,3.8896,6.5078\n");
    regions.append("1,H,gd(learningRate=0.5),box,4.0,Infinity\n");
    regions.append("1,H,gd(learningRate=0.5),boundary,0.0,0.0\n");
    for (int i = 1; i < 100; i++) {
      regions.append("1,H,gd(learningRate=0.5),boundary,").append(0.04 * i).append(",Infinity\n");
    }
    regions.append("1,H,gd(learningRate=0.5),boundary,4.0,0.0\n");
    regions.append("1,H,\"").append(EVIL).append("\",box,4.0,4.0121\n");
    for (int i = 0; i <= 100; i++) {
      double a = 0.04 * i;
      regions.append("1,H,\"").append(EVIL).append("\",boundary,").append(a).append(',');
      regions.append(Math.sqrt(Math.max(0, a * (4 - a))) * 2.006).append('\n');
    }
    Files.writeString(folder.resolve("stability.csv"), regions.toString());
    StringBuilder escape =
        new StringBuilder("minimum,optimizer,control,trial,iteration,loss,distance,trainAccuracy,")
            .append("testAccuracy,sharpness,sharpnessResidual,sharpnessProducts\n");
    for (int trial = 0; trial < 2; trial++) {
      for (int i = 0; i < 50; i++) {
        escape.append(
            String.format(
                Locale.ROOT,
                ",sgd(learningRate=0.5),false,%d,%d,%s,%s,0.9,0.8,3.5,1e-6,9\n",
                trial,
                i,
                1e-4 * Math.exp(0.1 * i),
                1e-3 * Math.exp(0.05 * i)));
      }
    }
    Files.writeString(folder.resolve("escape.csv"), escape.toString());
    return folder;
  }

  /** A comparison of two optimizers from two starts. */
  static Path comparison(Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder trainings = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      trainings.append(
          ("%s{'id':'%s','seed':%d,'found':true,'minimum':{'stopReason':'loss reached',"
                  + "'iterations':100,'loss':1e-4,'testAccuracy':0.77},'curvature':{'sharpness':"
                  + "{'value':%d.5,'residual':1e-6,'status':'converged'},'nonUniformity':"
                  + "{'value':%d.25,'residual':1e-6,'status':'converged'}},'faults':[]}")
              .formatted(i == 0 ? "" : ",", i < 2 ? "sgd" : "gd", i % 2, i + 1, 2 * i + 1));
    }
    String optimizer =
        "{'id':'%s','label':'%s','trainings':2,'found':2,"
            + "'sharpness':{'count':2,'mean':2.0,'standardDeviation':0.5},"
            + "'nonUniformity':{'count':2,'mean':2.0,'standardDeviation':0.5},"
            + "'shareOfEdge':{'count':2,'mean':0.4,'standardDeviation':null},"
            + "'testAccuracy':{'count':0,'mean':null,'standardDeviation':null},"
            + "'sharpnessRatio':null}";
    String verdict =
        "{'foundBy':'%s','optimizer':'%s','minima':2,'counts':{'stable':1,'unstable':1},"
            + "'shareOfEdge':{'mean':0.96}}";
    Files.writeString(
        folder.resolve("results.json"),
        json(
            "{'optimizers':["
                + optimizer.formatted("sgd", EVIL)
                + ","
                + optimizer.formatted("gd", "gd(learningRate=0.5)")
                + "],'trainings':["
                + trainings
                + "],'verdicts':["
                + verdict.formatted("sgd", "sgd")
                + ","
                + verdict.formatted("sgd", "gd")
                + ","
                + verdict.formatted("gd", "sgd")
                + ","
                + verdict.formatted("gd", "gd")
                + "],'provenance':{'escapement':'0.1.0'}}"));
    Files.writeString(folder.resolve("comparison.csv"), "optimizer,seed\n");
    Files.writeString(folder.resolve("config.resolved.yaml"), "model: {type: mlp}\n");
    return folder;
  }

  /** A sweep of four jobs, one of which failed. */
  static Path sweep(Path folder) throws IOException {
    StringBuilder jobs =
        new StringBuilder("id,train.optimizer.learningRate,seed,status,exitCode,seconds,message\n");
    for (int i = 0; i < 4; i++) {
      boolean failed = i == 3;
      jobs.append("job").append(i).append(',').append(i < 2 ? "0.5" : "1.0").append(',').append(i);
      jobs.append(failed ? ",failed,2,1.5,\"" + EVIL + "\"\n" : ",done,0,1.5,\n");
      if (!failed) {
        Path job = run(folder.resolve("jobs").resolve("job" + i));
        String results = Files.readString(job.resolve("results.json"));
        Files.writeString(job.resolve("results.json"), results.replace("3.8896", i + 1 + ".5"));
      }
    }
    Files.writeString(folder.resolve("jobs.csv"), jobs.toString());
    Files.writeString(
        folder.resolve("aggregate.csv"),
        "train.optimizer.learningRate,jobs,curvature.sharpness.mean\n0.5,2,2.0\n1.0,1,3.5\n");
    Files.writeString(folder.resolve("sweep.yaml"), "model: {type: mlp}\nsweep: {grid: {}}\n");
    return folder;
  }
}
