#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains scikit-learn's multilayer perceptron on its digits and prints one line an epoch."""

import argparse
import warnings

from numpy.random import RandomState
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.neural_network import MLPClassifier


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--lr", type=float, default=0.01, help="learning rate of SGD with Nesterov momentum 0.9")
    parser.add_argument("--width", type=int, default=64, help="units in each hidden layer")
    parser.add_argument("--layers", type=int, default=1, help="hidden layers")
    parser.add_argument("--alpha", type=float, default=1e-4, help="L2 penalty on the weights")
    parser.add_argument("--batch-size", type=int, default=32, help="images per step")
    parser.add_argument("--activation", choices=["relu", "tanh", "logistic"], default="relu")
    parser.add_argument("--epochs", type=int, default=20, help="passes over the training images")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first weights and of the order of the images")
    parser.add_argument("--fold", type=int, default=None, help="of --folds: the one to judge on, from 0")
    parser.add_argument("--folds", type=int, default=5, help="folds of the cross-validation")
    return parser.parse_args()


def split(options, images, labels):
    """The split does not follow --seed: every run is judged on the same images."""
    if options.fold is None:
        return train_test_split(images, labels, test_size=0.25, random_state=0, stratify=labels)
    folds = StratifiedKFold(options.folds, shuffle=True, random_state=0).split(images, labels)
    train, val = list(folds)[options.fold]
    return images[train], images[val], labels[train], labels[val]


def main():
    options = read_options()
    images, labels = load_digits(return_X_y=True)
    train_x, val_x, train_y, val_y = split(options, images / 16.0, labels)
    model = MLPClassifier(
        hidden_layer_sizes=(options.width,) * options.layers,
        activation=options.activation,
        solver="sgd",
        learning_rate_init=options.lr,
        alpha=options.alpha,
        batch_size=options.batch_size,
        random_state=RandomState(options.seed),
    )
    for epoch in range(1, options.epochs + 1):
        with warnings.catch_warnings():
            # At a high rate the weights overflow; the printed losses say so.
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                model.partial_fit(train_x, train_y, classes=range(10))
                probabilities = model.predict_proba(val_x)
                val_loss = log_loss(val_y, probabilities, labels=range(10))
                val_acc = accuracy_score(val_y, probabilities.argmax(axis=1))
            except ValueError as error:
                raise SystemExit(f"train.py: training diverged in epoch {epoch}: {error}")
        print(f"epoch={epoch} train_loss={model.loss_:.5f} val_loss={val_loss:.5f} val_acc={val_acc:.5f}", flush=True)


if __name__ == "__main__":
    main()
