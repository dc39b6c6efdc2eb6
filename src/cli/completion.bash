# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for ceping: commands, options (both asked from the program), stages, formats, folders, files.
_ceping()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}

    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "$(LC_ALL=C ceping --help | awk 'NF > 1 && /^  /{print $1}') --help --version" -- "$word"))
        return
    fi
    case $before in
    --stage | -s) COMPREPLY=($(compgen -W "model dataset results doc" -- "$word")); return ;;
    --edition) COMPREPLY=($(compgen -W "internal public" -- "$word")); return ;;
    --language) COMPREPLY=($(compgen -W "zh en" -- "$word")); return ;;
    --theme) COMPREPLY=($(compgen -W "official plain brief" -- "$word")); return ;;
    --format) COMPREPLY=($(compgen -W "pdf text" -- "$word")); return ;;
    --encoding) COMPREPLY=($(compgen -W "UTF-8 GB18030 UTF-16LE UTF-16BE" -- "$word")); return ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$(LC_ALL=C ceping "$command" --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u)" -- "$word"))
    elif [ "$command" = schema ]; then
        COMPREPLY=($(compgen -W "$(ceping schema 2>/dev/null)" -- "$word"))
    elif [ "$command" = template ] && [ "$COMP_CWORD" -eq 3 ]; then
        COMPREPLY=($(compgen -W "check list show" -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _ceping ceping
