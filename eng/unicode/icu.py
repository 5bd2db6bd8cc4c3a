"""The properties of Unicode characters and of UTS #39 that the label tables need, asked of the system's ICU."""
import ctypes
import ctypes.util
import re


def _library(name):
    path = ctypes.util.find_library(name)
    if path is None:
        raise SystemExit(f"{name} is not installed; on Debian it comes with libicu")
    return ctypes.CDLL(path), re.search(r"\.so\.(\d+)", path).group(1)


_uc, _suffix = _library("icuuc")
_i18n, _ = _library("icui18n")


def _function(library, name, result, *arguments):
    function = getattr(library, f"{name}_{_suffix}")
    function.restype, function.argtypes = result, arguments
    return function


_error = ctypes.POINTER(ctypes.c_int)
_pointer, _int, _text = ctypes.c_void_p, ctypes.c_int32, ctypes.POINTER(ctypes.c_uint16)
_type = _function(_uc, "u_charType", ctypes.c_int8, _int)
_class = _function(_uc, "u_getCombiningClass", ctypes.c_uint8, _int)
_digit = _function(_uc, "u_charDigitValue", _int, _int)
_extensions = _function(_uc, "uscript_getScriptExtensions", _int, _int, ctypes.POINTER(_int), _int, _error)
_script_name = _function(_uc, "uscript_getName", ctypes.c_char_p, _int)
_contains = _function(_uc, "uset_contains", ctypes.c_int8, _pointer, _int)
_nfc = _function(_uc, "unorm2_getNFCInstance", _pointer, _error)
_nfd = _function(_uc, "unorm2_getNFDInstance", _pointer, _error)
_raw = _function(_uc, "unorm2_getRawDecomposition", _int, _pointer, _int, _text, _int, _error)
_pair = _function(_uc, "unorm2_composePair", _int, _pointer, _int, _int)
_normalize = _function(_uc, "unorm2_normalize", _int, _pointer, _text, _int, _text, _int, _error)
_recommended = _function(_i18n, "uspoof_getRecommendedSet", _pointer, _error)
_open = _function(_i18n, "uspoof_open", _pointer, _error)
_skeleton = _function(_i18n, "uspoof_getSkeleton", _int, _pointer, ctypes.c_uint32, _text, _int, _text, _int, _error)

CATEGORIES = {1: "Lu", 2: "Ll", 3: "Lt", 4: "Lm", 5: "Lo", 6: "Mn", 8: "Mc", 9: "Nd"}


def _checked(function, *arguments):
    error = ctypes.c_int(0)
    result = function(*arguments, ctypes.byref(error))
    if error.value > 0:
        raise RuntimeError(f"ICU error {error.value}")
    return result


def _units(text):
    raw = text.encode("utf-16-le")
    return (ctypes.c_uint16 * (len(raw) // 2 + 1)).from_buffer_copy(raw + b"\0\0"), len(raw) // 2


def _called(function, first, text, *middle):
    source, length = _units(text)
    target = (ctypes.c_uint16 * 1024)()
    size = _checked(function, first, *middle, source, length, target, 1024)
    return bytes(target)[: size * 2].decode("utf-16-le")


_nfc_instance, _nfd_instance, _checker = _checked(_nfc), _checked(_nfd), _checked(_open)
_status_allowed = _checked(_recommended)


def unicode_version():
    version = (ctypes.c_uint8 * 4)()
    _function(_uc, "u_getUnicodeVersion", None, ctypes.c_uint8 * 4)(version)
    return f"{version[0]}.{version[1]}"


def category(c):
    """General_Category, for the categories that a label may hold; else None."""
    return CATEGORIES.get(_type(c))


def identifier_status_allowed(c):
    return bool(_contains(_status_allowed, c))


def combining_class(c):
    return _class(c)


def digit_value(c):
    return _digit(c)


def script_extensions(c):
    scripts = (_int * 64)()
    return [_script_name(scripts[i]).decode() for i in range(_checked(_extensions, c, scripts, 64))]


def decomposition(c):
    """Decomposition_Mapping, canonical and one level deep; None where there is none."""
    buffer = (ctypes.c_uint16 * 64)()
    size = _checked(_raw, _nfc_instance, c, buffer, 64)
    return None if size < 0 else bytes(buffer)[: size * 2].decode("utf-16-le")


def composes(first, second):
    """The primary composite of two code points, or a negative number."""
    return _pair(_nfc_instance, first, second)


def nfc(text):
    return _called(_normalize, _nfc_instance, text)


def nfd(text):
    return _called(_normalize, _nfd_instance, text)


def skeleton(text):
    return _called(_skeleton, _checker, text, 0)
