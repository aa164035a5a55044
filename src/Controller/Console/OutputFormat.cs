namespace ChefActors.Controller.Console;

/// <summary>What stdout holds.</summary>
internal enum OutputFormat
{
    /// <summary>For people: tables, a live view on a terminal, plain lines elsewhere.</summary>
    Table,

    /// <summary>One JSON document at the end.</summary>
    Json,

    /// <summary>One JSON object a line, as it happens.</summary>
    Jsonl,
}
