#!/usr/bin/env python3
"""Writes small HDF5 files in the layout of Keras 2 (tf.keras 2.15), and what the networks answer by NumPy alone.

python3 keras_files.py    (needs h5py and NumPy: Debian's python3-h5py)
"""
import json

import h5py
import numpy as np

rng = np.random.default_rng(7)


def layer(kind, name, **config):
    return {"module": "keras.layers", "class_name": kind, "config": {"name": name, "trainable": True,
            "dtype": "float32", **config}, "registered_name": None}


def inputs(name, shape):
    return layer("InputLayer", name, batch_input_shape=[None, *shape], sparse=False, ragged=False)


GLOROT = {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None},
          "registered_name": None}
ZEROS = {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": None}
PLAIN = dict(use_bias=True, kernel_initializer=GLOROT, bias_initializer=ZEROS, kernel_regularizer=None,
             bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None)


def dense(name, units, activation):
    return layer("Dense", name, units=units, activation=activation, **PLAIN)


def write(path, kind, config, weights, loss):
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "2.15.0"
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps({"class_name": kind, "config": config})
        if loss:
            file.attrs["training_config"] = json.dumps({"loss": loss, "metrics": None, "weighted_metrics": None,
                                                        "loss_weights": None})
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [name.encode() for name in weights]
        group.attrs["backend"] = b"tensorflow"
        group.attrs["keras_version"] = b"2.15.0"
        for name, tensors in weights.items():
            own = group.create_group(name)
            names = [f"{name}/{tensor}:0" for tensor in tensors]
            own.attrs["weight_names"] = [each.encode() for each in names]
            for each, tensor in zip(names, tensors.values()):
                own.create_dataset(each, data=tensor.astype("float32"))


def normal(*shape):
    return rng.normal(0, 0.5, shape).astype("float32").astype("float64")


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def same_convolution(images, kernel, bias):  # images [n, h, w, c], kernel [3, 3, c, k]
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    out = np.zeros(images.shape[:3] + (kernel.shape[3],)) + bias
    for i in range(3):
        for j in range(3):
            out += padded[:, i:i + images.shape[1], j:j + images.shape[2], :] @ kernel[i, j]
    return out


# a convolutional network with channels last, softmax, compiled
w = {"conv2d": {"kernel": normal(3, 3, 2, 3), "bias": normal(3)},
     "batch_normalization": {"gamma": 1 + normal(3), "beta": normal(3), "moving_mean": normal(3),
                             "moving_variance": 0.5 + normal(3) ** 2},
     "max_pooling2d": {}, "flatten": {},
     "dense": {"kernel": normal(12, 3), "bias": normal(3)}}
config = {"name": "sequential", "layers": [
    inputs("conv2d_input", [4, 4, 2]),
    layer("Conv2D", "conv2d", filters=3, kernel_size=[3, 3], strides=[1, 1], padding="same",
          data_format="channels_last", dilation_rate=[1, 1], groups=1, activation="relu", **PLAIN),
    layer("BatchNormalization", "batch_normalization", axis=[3], momentum=0.99, epsilon=0.001, center=True,
          scale=True, beta_initializer=ZEROS, gamma_initializer={"class_name": "Ones", "config": {}},
          moving_mean_initializer=ZEROS, moving_variance_initializer={"class_name": "Ones", "config": {}},
          beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None),
    layer("MaxPooling2D", "max_pooling2d", pool_size=[2, 2], padding="valid", strides=[2, 2],
          data_format="channels_last"),
    layer("Flatten", "flatten", data_format="channels_last"),
    dense("dense", 3, "softmax")]}
write("sequential.h5", "Sequential", config, w, "categorical_crossentropy")
x = normal(5, 4, 4, 2)
z = np.maximum(same_convolution(x, w["conv2d"]["kernel"], w["conv2d"]["bias"]), 0)
n = w["batch_normalization"]
z = n["gamma"] * (z - n["moving_mean"]) / np.sqrt(n["moving_variance"].astype("float32") + 0.001) + n["beta"]
z = z.reshape(5, 2, 2, 2, 2, 3).max(axis=(2, 4)).reshape(5, 12)
answers = {"sequential": {"features": x.transpose(0, 3, 1, 2).reshape(5, 32).tolist(),  # channels first
                          "outputs": softmax(z @ w["dense"]["kernel"] + w["dense"]["bias"]).tolist()}}


# a graph with a residual block, linear outputs, not compiled
def node(description, *sources):
    description["name"] = description["config"]["name"]
    description["inbound_nodes"] = [[[source, 0, 0, {}] for source in sources]] if sources else []
    return description


w = {"input_1": {}, "first": {"kernel": normal(4, 5), "bias": normal(5)},
     "second": {"kernel": normal(5, 5), "bias": normal(5)}, "add": {},
     "last": {"kernel": normal(5, 3), "bias": normal(3)}}
config = {"name": "model", "trainable": True, "layers": [
    node(inputs("input_1", [4])),
    node(dense("first", 5, "tanh"), "input_1"),
    node(dense("second", 5, "sigmoid"), "first"),
    node(layer("Add", "add"), "first", "second"),
    node(dense("last", 3, "linear"), "add")],
    "input_layers": [["input_1", 0, 0]], "output_layers": [["last", 0, 0]]}
write("functional.h5", "Functional", config, w, None)
x = normal(5, 4)
a = np.tanh(x @ w["first"]["kernel"] + w["first"]["bias"])
b = 1 / (1 + np.exp(-(a @ w["second"]["kernel"] + w["second"]["bias"])))
answers["functional"] = {"features": x.tolist(),
                         "outputs": ((a + b) @ w["last"]["kernel"] + w["last"]["bias"]).tolist()}
with open("keras_answers.json", "w") as file:
    json.dump(answers, file, indent=1)
