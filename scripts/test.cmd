@echo off
setlocal
set "FOUND=python"
where /q py && set "FOUND=py -3"
if not defined PYTHON set "PYTHON=%FOUND%"
%PYTHON% "%~dp0dev.py" test %*
