namespace ChefActors.Controller.Console;

/// <summary>
/// Scripts for shells. They ask the program itself, by the library's directive <c>[suggest:POSITION]</c>, with what was typed behind the program's name;
/// where it has no answer, the shell completes names of files.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # chefactors: completion for bash. To have it: source <(chefactors completion bash)
        _chefactors_complete() {
            local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} rest
            local program=${COMP_WORDS[0]//[\\\"\']/}
            rest=${line#"${COMP_WORDS[0]}"}
            rest=${rest#[[:space:]]}
            COMPREPLY=($(compgen -W "$("$program" "[suggest:${#rest}]" "$rest" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _chefactors_complete chefactors
        """;

    private const string Zsh = """
        #compdef chefactors
        # chefactors: completion for zsh. To have it: source <(chefactors completion zsh)
        _chefactors_complete() {
            local rest=${LBUFFER#*[[:space:]]}
            local -a found
            found=(${(f)"$("${words[1]}" "[suggest:${#rest}]" "$rest" 2>/dev/null)"})
            compadd -a found || _files
        }
        compdef _chefactors_complete chefactors
        """;

    private const string Fish = """
        # chefactors: completion for fish. To have it: chefactors completion fish | source
        function __chefactors_complete
            set -l rest (string replace -r '^\S+\s?' '' -- (commandline -cp))
            chefactors "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null
        end
        complete -c chefactors -a '(__chefactors_complete)'
        """;

    /// <summary>By the shell's name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Bash).ToLowerInvariant()] = Bash,
        [nameof(Zsh).ToLowerInvariant()] = Zsh,
        [nameof(Fish).ToLowerInvariant()] = Fish,
    };
}
