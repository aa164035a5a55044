namespace ChefActors.ChefStandIn.CommandLine;

/// <summary>Why Ruby's OptionParser refused the command line, as its message and exception name.</summary>
internal sealed record UsageError(string Message, string ExceptionName)
{
    /// <summary>The trace that chef-client leaves on stderr, with our own places in it.</summary>
    internal string AsTrace() =>
        $"""
         chef-client-stand-in/cli.rb:1:in `parse_options': {Message} ({ExceptionName})
         {"\t"}from chef-client-stand-in/application.rb:1:in `configure_chef'
         {"\t"}from chef-client-stand-in/application.rb:1:in `reconfigure'
         {"\t"}from chef-client-stand-in/application/client.rb:1:in `reconfigure'
         {"\t"}from chef-client-stand-in/application.rb:1:in `run'
         {"\t"}from chef-client-stand-in:1:in `<main>'

         """;
}
