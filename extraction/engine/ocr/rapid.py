"""rapidocr with the PP-OCRv6 weights that it brings along: finds lines of print and reads them.

Loaded once in a process and kept. Its weights are named by path, which leaves it nothing to fetch.
It is asked step by step, so that a page set upright already is searched for lines only once.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from extraction.engine.ocr import recognition
from extraction.engine.ocr.geometry import Quads
from extraction.engine.ocr.line import Line, line_of
from extraction.engine.ocr.picture import Picture

DETECTION_SIDE = 1280
PROBES = 12
LEAST_SCORE = 0.5
WIDEST_GAP_IN_COLUMNS = 5
UPRIGHT_ASPECT = 1.5
# One thread and no pinning: as many workers as cores then share the machine evenly.
ONE_THREAD = {"INFERENCE_NUM_THREADS": 1, "ENABLE_CPU_PINNING": False}


@dataclass(frozen=True, slots=True)
class Found:
    """Lines of print found but not read yet: where they stand, and each cut out and laid level."""

    corners: Quads
    crops: list[Picture]


def is_installed() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


def backend() -> str:
    return "openvino" if importlib.util.find_spec("openvino") is not None else "onnxruntime"


def find(picture: Picture) -> Found:
    from rapidocr.main import RapidOCRError
    from rapidocr.utils.process_img import map_boxes_to_original

    engine = _engine()
    try:
        scaled, steps = engine.preprocess_img(engine.load_img(picture))
        crops, detected = engine.detect_and_crop(scaled, steps)
    except RapidOCRError:  # how it says that there is no print
        return Found(np.zeros((0, 4, 2)), [])
    height, width = picture.shape[:2]
    corners = map_boxes_to_original(np.array(detected.boxes, dtype=np.float64), steps, height, width)
    return Found(corners, crops)


def is_on_its_head(found: Found) -> bool:
    """By the votes of the longest few lines, each as sure as it is."""
    longest = sorted(found.crops, key=lambda crop: crop.shape[1] / max(1, crop.shape[0]), reverse=True)
    if not longest:
        return False
    _, judged = _engine().cls_and_rotate([np.ascontiguousarray(crop) for crop in longest[:PROBES]])
    votes = {"0": 0.0, "180": 0.0}
    for label, score in judged.cls_res:
        votes[label] += float(score)
    return votes["180"] > votes["0"]


def read(found: Found) -> list[Line]:
    """The lines that say something. Print along the margin, at a right angle to the rest, is left out."""
    if not found.crops:
        return []
    model, characters = _recognizer()
    readings = recognition.read(found.crops, model=model, characters=characters)
    return [
        line_of(reading.letters, corners, widest_gap=WIDEST_GAP_IN_COLUMNS / reading.columns)
        for reading, corners in zip(readings, found.corners, strict=True)
        if reading.score >= LEAST_SCORE and reading.text and not (_stands(corners) and len(reading.text) > 2)
    ]


def _stands(corners: Quads) -> bool:
    width = np.linalg.norm(corners[1] - corners[0])
    return bool(np.linalg.norm(corners[3] - corners[0]) >= UPRIGHT_ASPECT * width)


@cache
def _recognizer() -> tuple[recognition.Model, Sequence[str]]:
    loaded = _engine()._load_rec_model()
    return loaded.session, loaded.postprocess_op.character


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params=_parameters())
    if backend() == "openvino":
        _forget_plans(engine._load_det_model().session)
        _forget_plans(engine._load_rec_model().session)
    return engine


def _forget_plans(session: Any) -> None:
    """OpenVINO keeps a plan for each of the last thousands of shapes of input, which comes to gigabytes
    where every page has a size of its own. Making one again costs nothing one could measure."""
    from openvino import Core

    compiled = Core().compile_model(session.model, "CPU", {**ONE_THREAD, "CPU_RUNTIME_CACHE_CAPACITY": 0})
    session.session = compiled.create_infer_request()


def _parameters() -> dict[str, Any]:
    import rapidocr
    from rapidocr import EngineType

    engine = EngineType.OPENVINO if backend() == "openvino" else EngineType.ONNXRUNTIME
    weights = Path(rapidocr.__file__).parent / "models"
    params: dict[str, Any] = {
        "Global.use_cls": False,
        "Global.log_level": "error",
        "Det.limit_type": "max",
        "Det.limit_side_len": DETECTION_SIDE,
        "Det.model_path": str(weights / "PP-OCRv6_det_small.onnx"),
        "Rec.model_path": str(weights / "PP-OCRv6_rec_small.onnx"),
        "Cls.model_path": str(weights / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        **{f"EngineConfig.openvino.{name.lower()}": value for name, value in ONE_THREAD.items()},
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return params | {f"{stage}.engine_type": engine for stage in ("Det", "Cls", "Rec")}
